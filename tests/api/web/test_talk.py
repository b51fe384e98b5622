"""A conversation is made ready for its page: its citations, branches and approvals."""

from api.web.talk import paragraphs, talk_of
from core import clock
from core.ids import new_id
from tools.chats import Conversation, MessageLine, RunLine
from tools.runs import ApprovalLine

THREAD, QUESTION, ANSWER, RUN, OTHER = (new_id() for _ in range(5))


def message(role: str, text: str, **more: object) -> MessageLine:
    """A message of the chat."""
    mine = role == "user"
    known = {
        "id": QUESTION if mine else ANSWER, "role": role, "at": clock.now(), "text": text,
        "run_id": None if mine else RUN, "beside": [QUESTION if mine else ANSWER], "more": {},
    }  # fmt: skip
    return MessageLine.model_validate(known | more)


def run(status: str = "done", answer: object = ANSWER) -> RunLine:
    """The run that answers the question."""
    error = "No." if status == "failed" else None
    return RunLine.model_validate(
        {"id": RUN, "thread_id": THREAD, "status": status, "mode": "strict",
         "question_id": QUESTION, "answer_id": answer, "error": error}
    )  # fmt: skip


def chat(*messages: MessageLine, runs: list[RunLine]) -> Conversation:
    """A chat of these messages."""
    return Conversation(
        id=THREAD, title="T", status="open", messages=[*messages], runs=runs, after=9, since=9
    )


def test_a_number_in_brackets_is_a_citation_where_there_is_one() -> None:
    found = paragraphs("They cancel [1]. Not this [7].\n\nNew.", [{"label": 1}])
    assert [[piece.text for piece in each] for each in found] == [
        ["They cancel ", "[1]", ". Not this [7]."], ["New."],
    ]  # fmt: skip
    assert found[0][1].label == 1


def test_an_answer_knows_its_run_its_approvals_and_what_comes_next() -> None:
    act = ApprovalLine(
        id=new_id(), thread_id=THREAD, run_id=RUN, tool="save_entries", arguments={}, summary="S",
        status="pending",
    )  # fmt: skip
    cited = message("assistant", "Yes [1].", more={"citations": [{"label": 1, "kind": "vent"}]})
    talk = talk_of(chat(message("user", "Why?"), cited, runs=[run()]), [act])
    assert [turn.mine for turn in talk.turns] == [True, False]
    assert talk.turns[1].approvals == [act]
    assert talk.turns[1].last
    assert talk.next
    assert talk.mode == "strict"


def test_a_run_underway_and_one_that_failed_are_shown() -> None:
    asked = message("user", "Why?")
    assert talk_of(chat(asked, runs=[run("running", None)]), []).underway is not None
    failed = talk_of(chat(asked, runs=[run("failed", None)]), [])
    assert failed.failed is not None
    assert failed.next == []


def test_versions_of_a_message_know_their_neighbours() -> None:
    many = message("user", "Why?", beside=[OTHER, QUESTION])
    branch = talk_of(chat(many, runs=[]), []).turns[0].branch
    assert branch is not None
    assert (branch.number, branch.of, branch.before, branch.after) == (2, 2, OTHER, None)
    assert talk_of(chat(message("user", "Why?"), runs=[]), []).turns[0].branch is None
