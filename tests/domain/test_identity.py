"""Identity: what a founder tells, in whatever shape, becomes forms to compare with."""

from domain.identity import Tenant, identity, unique


def keys(**told):
    return set(identity(told).names)


def test_shapes_are_taken_as_they_come():
    told = Tenant.model_validate(
        {"name": "A", "people": [{"name": "Ann Lee", "role": "CEO"}], "founded": 2017}
    )
    assert (told.name, told.people, told.founded) == (("A",), ("Ann Lee",), ("2017",))


def test_a_business_has_short_forms():
    found = identity({"name": "Northwind Kettle Works", "legal": "Northwind Kettle Works GmbH"})
    assert {"northwindkettleworks", "northwindkettle", "northwind"} <= set(found.names)
    assert "NKW" in found.initials


def test_a_person_has_parts_and_an_ordinary_part_stays_ordinary():
    found = identity({"people": ["Will Okafor"]})
    assert {"willokafor", "okafor", "wokafor", "will"} <= set(found.names)
    assert found.names["will"][0].ordinary
    assert not found.names["okafor"][0].ordinary


def test_general_words_make_no_initials():
    assert identity({"name": "Search Engine Office"}).initials == {}


def test_marks_are_kept_in_one_form():
    found = identity(
        {
            "phone": "+32 9 555 01 87",
            "brand_colors": ["#ABC", "#fff"],
            "city": "Ghent, BE",
            "founded": "since 2017",
        }
    )
    assert list(found.phones) == ["5550187"]
    assert list(found.colors) == ["#aabbcc"]
    assert list(found.cities) == ["ghent"]
    assert found.years == {"2017"}


def test_only_telling_numbers_are_unique():
    assert unique(412)
    assert unique(1.37)
    assert not any(unique(value) for value in (100, 2024, 1200, 40, 1080, 30_000))
