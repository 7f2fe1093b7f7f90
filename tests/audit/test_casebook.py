"""The life of a finding: who may do what, when, and what stays written of it."""

from __future__ import annotations

from datetime import date

import pytest

from analytics.access import Person
from analytics.audit import case_list
from analytics.audit.casebook import STATUSES, VERDICTS, Casebook, CaseError
from analytics.audit.moves import AUDITORS, MOVES
from analytics.store import Store
from tests.audit.cases import CLERK, DEPARTMENT, LEADER, LI, RULE, STRANGER, ZHANG, actions, bring, doubt


@pytest.fixture
def store(tmp_path):
    store = Store(tmp_path / "store")
    bring(store, H14=99)
    yield store
    store.close()


@pytest.fixture
def book(store):
    return Casebook(store)


@pytest.fixture
def key(store):
    return doubt(store).key


def test_every_finding_of_an_import_is_an_open_case(book):
    assert {(case.status, case.present, case.finding.status) for case in book.cases()} == {("open", True, "open")}
    assert [case.finding.severity for case in book.cases()] == sorted((case.finding.severity for case in book.cases()), key=["error", "warning", "note"].index)


@pytest.mark.each_ledger
def test_a_finding_goes_the_whole_way_and_each_step_says_who(book, store, key):
    book.issue([key], ZHANG, date(2026, 12, 1), "请核对总分")
    book.explain(key, CLERK, "合计时多加了一项")
    book.answer(key, ZHANG, "请改正后重新报送")
    book.verify([key], ZHANG, "true", "与原表核对一致")
    book.rectify([key], ZHANG, "更正总分", date(2026, 12, 20))
    book.close([key], LI, "已看到更正后的表")
    case = book.case(key)
    assert (case.status, case.verdict, case.closed_how, case.replies, case.due) == ("closed", "true", "person", 2, date(2026, 12, 20))
    assert (case.issued_by, case.verified_by, case.finding.status, case.settled) == ("张某", "张某", "closed", True)
    assert actions(store) == [
        ("found", None, "open"),
        ("issue", "open", "issued"),
        ("explain", "issued", "answered"),
        ("answer", "answered", "answered"),
        ("verify", None, "属实"),
        ("rectify", "verified", "rectifying"),
        ("close", "rectifying", "closed"),
    ]
    assert [(step.actor, step.role) for step in book.history(key)][1:3] == [("张某", "auditor"), ("王某", "clerk")]


@pytest.mark.parametrize("name", ["张某", " 张 某 ", "张某　", "张\u200b某"])
def test_who_verified_cannot_close(book, key, name):
    book.verify([key], ZHANG, "true", "与原表不符")
    with pytest.raises(CaseError, match="同一人"):
        book.close([key], Person(name, "admin"), "已看过", "数额很小")
    assert book.case(key).status == "verified"


def test_a_unit_sees_only_its_own_and_only_what_was_issued(book, key):
    assert book.cases(CLERK) == ()
    book.issue([key], ZHANG)
    assert [case.key for case in book.cases(CLERK)] == [key]
    assert book.cases(STRANGER) == ()
    book.take_back([key], ZHANG, "下发有误")
    assert book.cases(CLERK) == ()


@pytest.mark.parametrize("person", [CLERK, STRANGER, LEADER])
def test_what_a_person_may_not_see_does_not_exist_for_that_person(book, key, person):
    messages = []
    for asked in (key, "0123456789abcdef"):
        with pytest.raises(CaseError) as refused:
            book.case(asked, person)
        messages.append(refused.value.message.replace(asked, "…"))
    assert messages[0] == messages[1]


def test_a_unit_never_reads_internal_remarks_and_files(book, key):
    book.issue([key], ZHANG)
    book.remark(key, ZHANG, "疑似系统性问题")
    book.assign([key], ZHANG, "李某")
    kept = book.attach(key, ZHANG, "内部底稿.docx", b"internal")
    assert [step.action for step in book.history(key, CLERK)] == ["found", "issue"]
    assert "remark" in [step.action for step in book.history(key, LI)]
    assert (book.case(key, CLERK).evidence, book.case(key).evidence) == (0, 1)
    with pytest.raises(CaseError):
        book.evidence(kept, CLERK)


def test_a_leader_reads_counts_only(book, key):
    book.issue([key], ZHANG)
    assert book.cases(LEADER) == ()
    assert (book.counts()["issued"], set(book.counts())) == (1, set(STATUSES))


@pytest.mark.parametrize("move", [move for move in MOVES if set(move.roles) == set(AUDITORS)], ids=lambda move: move.action)
@pytest.mark.parametrize("person", [CLERK, LEADER], ids=lambda person: person.role)
def test_what_auditors_do_is_for_auditors(book, key, move, person):
    book.issue([key], ZHANG)
    given = {"verify": ("true", "好"), "assign": ("某人",), "set_due": (None,), "issue": (), "attach": ("a.txt", b"a")}
    if move.action == "attach" and person is CLERK:
        return
    subject = key if move.action in ("answer", "remark", "attach") else [key]
    with pytest.raises(CaseError):
        getattr(book, move.action)(subject, person, *given.get(move.action, ("好",)))


@pytest.mark.parametrize("wrong", ["take_back", "rectify", "close", "reopen"])
def test_steps_cannot_be_skipped(book, key, wrong):
    with pytest.raises(CaseError, match="疑点"):
        getattr(book, wrong)([key], ZHANG, "理由")
    assert book.case(key).status == "open"


def test_nothing_is_explained_before_it_was_issued(book, key):
    with pytest.raises(CaseError):
        book.explain(key, CLERK, "说明")


@pytest.mark.each_ledger
def test_several_change_together_or_not_at_all(book):
    keys = [case.key for case in book.cases()]
    book.issue(keys[:1], ZHANG)
    with pytest.raises(CaseError):
        book.issue(keys, ZHANG)
    assert [book.case(key).status for key in keys] == ["issued"] + ["open"] * (len(keys) - 1)
    with pytest.raises(CaseError):
        book.issue([*keys[1:], "0123456789abcdef"], ZHANG)
    book.issue(keys[1:], ZHANG)
    assert {book.case(key).status for key in keys} == {"issued"}


@pytest.mark.parametrize(("action", "arguments"), [("explain", ("  ",)), *(("verify", (verdict, " ")) for verdict in VERDICTS), ("verify", (None, "说明"))])
def test_what_needs_words_is_refused_without(book, key, action, arguments):
    book.issue([key], ZHANG)
    person, subject = (CLERK, key) if action == "explain" else (ZHANG, [key])
    with pytest.raises(CaseError):
        getattr(book, action)(subject, person, *arguments)


def test_a_person_without_a_name_does_nothing(book, key):
    with pytest.raises(CaseError, match="姓名"):
        book.issue([key], Person(" ", "auditor"))


def test_what_was_found_right_is_not_put_right(book, key):
    book.verify([key], ZHANG, "false", "另有附表")
    with pytest.raises(CaseError, match="无须整改"):
        book.rectify([key], ZHANG, "改")
    assert book.case(key).settled


def test_a_unit_may_dispute_and_the_verdict_be_changed(book, store, key):
    book.issue([key], ZHANG)
    book.explain(key, CLERK, "总分无误，另有加分", dispute=True)
    book.verify([key], LI, "partly", "加分只有一分")
    book.verify([key], ZHANG, "scope", "口径不同")
    assert actions(store)[-3:] == [("dispute", "issued", "answered"), ("verify", None, "部分属实"), ("verify", "部分属实", "口径差异")]
    assert book.case(key).verified_by == "张某"


def test_a_confirmed_fault_is_closed_after_mending_or_with_a_reason_without(book, key):
    book.verify([key], ZHANG, "true", "与原表不符")
    with pytest.raises(CaseError, match="还没有要求整改"):
        book.close([key], LI, "已看过")
    with pytest.raises(CaseError, match="要写明内容"):
        book.close([key], LI, " ", "数额很小")
    book.close([key], LI, "已看过", "数额很小")
    assert book.history(key)[-1].note == "已看过（未经整改，理由：数额很小）"


def test_what_was_found_right_is_closed_without_such_a_reason(book, key):
    book.verify([key], ZHANG, "false", "另有附表")
    book.close([key], LI, "同意")
    assert book.history(key)[-1].note == "同意"


def test_an_error_is_switched_off_only_with_a_reason_of_some_length(book):
    with pytest.raises(CaseError, match="至少写10个字"):
        book.switch_rule(RULE, False, ZHANG, "本区不用")


def test_a_closed_case_can_be_opened_again(book, key):
    book.verify([key], ZHANG, "true", "与原表不符")
    book.close([key], LI, "已看过", "数额很小")
    book.reopen([key], ZHANG, "更正后的表并未公开")
    case = book.case(key)
    assert (case.status, case.verdict, case.closed_how, case.verified_by) == ("open", None, None, None)


def test_owner_and_date_are_steps_only_where_they_change(book, store, key):
    for _ in range(2):
        book.assign([key], ZHANG, "李某")
        book.set_due([key], ZHANG, date(2026, 12, 31))
    assert (doubt(store).owner, doubt(store).due) == ("李某", date(2026, 12, 31))
    assert actions(store)[1:] == [("assign", None, "李某"), ("set_due", None, "2026-12-31")]


@pytest.mark.each_ledger
def test_every_move_makes_the_revision_grow(book, store, key):
    seen = [store.snapshot().revision]
    for move in (lambda: book.issue([key], ZHANG), lambda: book.remark(key, ZHANG, "备注"), lambda: book.attach(key, ZHANG, "a.txt", b"a")):
        move()
        seen.append(store.snapshot().revision)
    book.switch_rule(RULE, False, ZHANG, "本区另有规定，见计分办法第三条")
    assert sorted({*seen, store.snapshot().revision}) == [*seen, store.snapshot().revision]


# Evidence


def test_evidence_comes_back_as_it_was_attached(book, store, key):
    book.issue([key], ZHANG)
    kept = book.attach(key, CLERK, "..\\共享/更正\x00说明.pdf", b"%PDF")
    assert book.attach(key, CLERK, "another.pdf", b"%PDF") == kept
    assert book.evidence(kept, CLERK) == book.evidence(kept) == ("更正说明.pdf", b"%PDF")
    assert (book.case(key).evidence, book.case(key, CLERK).evidence) == (1, 1)
    assert [path.name for path in (store.directory / "evidence").iterdir()] == [kept]
    with pytest.raises(CaseError):
        book.evidence(kept, STRANGER)


def test_a_file_that_may_not_be_attached_leaves_nothing(book, store, key, monkeypatch):
    monkeypatch.setenv("LENS_EVIDENCE_MEGABYTES", "1")
    for person, content in ((ZHANG, b"x" * ((1 << 20) + 1)), (ZHANG, b""), (CLERK, b"x")):
        with pytest.raises(CaseError):
            book.attach(key, person, "a.pdf", content)
    assert not (store.directory / "evidence").exists()


@pytest.mark.each_ledger
def test_a_backup_brings_cases_and_evidence_back(book, store, key, tmp_path):
    book.issue([key], ZHANG)
    kept = book.attach(key, CLERK, "说明.pdf", b"%PDF")
    store.backup(tmp_path / "backup.zip")
    other = Store.restore_backup(tmp_path / "other", tmp_path / "backup.zip")
    assert Casebook(other).evidence(kept) == ("说明.pdf", b"%PDF")
    assert actions(other) == actions(store)
    assert doubt(other).status == "issued"
    other.close()


# Rules


def test_a_rule_switched_off_is_neither_shown_nor_counted_but_kept(book, key):
    book.issue([key], ZHANG)
    book.switch_rule(RULE, False, ZHANG, "本区另有规定，见计分办法第三条")
    assert RULE not in {case.finding.rule for case in book.cases()}
    assert book.counts()["issued"] == 0
    (record,) = (one for one in book.rules() if one.rule == RULE)
    assert (record.off, record.off_reason, record.off_by, record.hits) == (True, "本区另有规定，见计分办法第三条", "张某", 1)
    book.switch_rule(RULE, True, LI, "规定已废止")
    assert book.case(key).status == "issued"


@pytest.mark.parametrize(("person", "reason"), [(ZHANG, " "), (CLERK, "理由"), (LEADER, "理由")])
def test_a_rule_is_switched_off_by_auditors_with_a_reason(book, person, reason):
    with pytest.raises(CaseError):
        book.switch_rule(RULE, False, person, reason)


def test_a_rule_that_is_mostly_rejected_becomes_a_hint(store, book):
    for number in range(6):
        bring(store, f"{number}.xlsx", H14=99, B3=f"项目{number}")
    keys = [case.key for case in book.cases() if case.finding.rule == RULE]
    book.verify(keys[:2], ZHANG, "true", "与原表不符")
    book.verify(keys[2:4], ZHANG, "false", "不是")
    assert {case.finding.severity for case in book.cases() if case.finding.rule == RULE} == {"error"}
    book.verify(keys[4:5], ZHANG, "false", "不是")
    assert {case.finding.severity for case in book.cases() if case.finding.rule == RULE} == {"note"}
    (record,) = (one for one in book.rules() if one.rule == RULE)
    assert (record.hits, record.confirmed, record.rejected, record.precision, record.hint) == (len(keys), 2, 3, 0.4, True)


def test_rules_without_verdicts_have_no_precision(book):
    assert {(record.precision, record.hint, record.off) for record in book.rules()} == {(None, False, False)}


def test_a_department_is_that_of_the_form(book, key):
    assert book.case(key).finding.department == DEPARTMENT


@pytest.mark.each_ledger
def test_a_list_read_again_after_moves_is_a_list_read_whole(store, book):
    def lists():
        return [book.cases(person) for person in (None, CLERK, STRANGER)]

    key = doubt(store).key
    other = next(case.key for case in book.cases() if case.key != key)
    for move in (
        lambda: book.issue([key, other], ZHANG),
        lambda: book.attach(key, CLERK, "说明.txt", "已核对".encode()),
        lambda: book.explain(key, CLERK, "已核对"),
        lambda: book.verify([key], ZHANG, "false", "无误"),
        lambda: book.assign([other], ZHANG, "李某"),
        lambda: book.switch_rule(RULE, False, ZHANG, "本地另有规定，见区财政局二〇二三年评价办法"),
        lambda: book.remark(other, ZHANG, "再看"),
        lambda: book.switch_rule(RULE, True, ZHANG, ""),
    ):
        move()
        again = lists()
        case_list._lists.clear()
        assert again == lists()
