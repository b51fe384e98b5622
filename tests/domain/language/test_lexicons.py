"""Lists of cues become patterns of whole words."""

from domain.language.lexicons import pattern, table, word_set, words


def test_cues_are_whole_words_and_a_star_is_any_ending():
    cue = pattern(["churn*", "pay what you want"])
    assert cue.search("Churning") is not None
    assert cue.search("pay  what\nyou want")
    assert cue.search("unchurned") is None


def test_an_apostrophe_may_be_curly():
    assert pattern(["can't tell"]).search("I can’t tell")


def test_no_cues_match_nothing():
    assert pattern([]).search("anything") is None


def test_every_list_is_read_without_its_version():
    for name in ("answers", "channels", "gazetteer", "signals", "stack", "stopwords", "tone"):
        assert "version" not in table(name)


def test_lists_come_as_sets_and_as_patterns():
    assert "the" in word_set("stopwords", "openers")
    assert words("tone", "hedge", "words").search("maybe so")


def test_cues_that_begin_alike_are_found_longest_first_wherever_they_stand():
    cue = pattern(["ad", "ad spend", "ads*", "Zoom", "3 weeks"])
    said = "AD SPEND, adsense, ads, an ad; zoom took 3 weeks. Add, 13 weeks, pad"
    found = [hit.group() for hit in cue.finditer(said)]
    assert found == ["AD SPEND", "adsense", "ads", "ad", "zoom", "3 weeks"]
    assert pattern(["Zoom", "ad"], cased=True).findall("zoom Zoom AD ad") == ["Zoom", "ad"]


def test_a_cue_that_begins_with_a_mark_is_found_among_others():
    assert pattern(["'til", "until"]).findall("until 'til ’til") == ["until", "'til", "’til"]
