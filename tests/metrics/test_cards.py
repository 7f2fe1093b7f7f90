from analytics.metrics import DIMENSIONS, METRICS, run
from analytics.metrics.cards import CARDS, card_of
from analytics.wording import FORMATS


def test_every_column_that_a_metric_returns_has_a_card(snapshot):
    missing = {(name, column) for name in METRICS for column in run(snapshot, name).columns if column not in CARDS and f"{name}.{column}" not in CARDS}
    assert missing == set()


def test_every_dimension_has_a_card():
    assert set(DIMENSIONS) - set(CARDS) == set()


def test_cards_are_filled_in_and_can_be_shown():
    for name, card in CARDS.items():
        assert card.label, name
        assert card.definition, name
        assert card.source, name
        assert card.format in FORMATS, name
        assert card.good in {"up", "down", "none"}, name


def test_a_metric_may_mean_its_own_thing_by_a_name():
    assert card_of("counted").format == "count"
    assert card_of("counted", "project_list").format == "yes_no"
    assert card_of("budget", "summary").heading == "全年预算（万元）"
