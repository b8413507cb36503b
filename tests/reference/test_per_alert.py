"""Two clocks are each alert's own: what its sender keeps, and what its sender is owed."""

from hilo.reference import pack


def test_what_the_sender_keeps_and_is_owed_is_counted_for_each_alert():
    own = {code for code, rule in pack("mx").clocks.items() if rule.per == "alert"}
    assert own == {"sender_data", "first_answer"}


def test_the_senders_data_counts_from_the_day_the_sender_received_it():
    assert pack("mx").clocks["sender_data"].counts_from == "sender_received"
