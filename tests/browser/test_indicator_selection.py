"""Words chosen with the mouse are the words that are marked, also when the same stand in the turn before."""

from django.urls import reverse

from hilo.testimony.models import Mark

SAID = "E: Cuéntame del paseo.\nN: \U0001f392 Fuimos en el camión y luego en otro camión azul.\n"

SELECT = """() => {
  const text = document.querySelector(".this .said").firstChild;
  const at = text.data.lastIndexOf("camión");
  document.getSelection().setBaseAndExtent(text, at - 1, text, at + "camión".length);
}"""


def test_the_second_of_two_equal_words_is_marked_as_it_was_selected(hear, keep, ana, signed_in, site, context, sign_in):
    row = keep(hear("ended"), SAID)
    visitor = context()
    sign_in(visitor, site, signed_in(ana))
    tab = visitor.new_page()
    tab.goto(site + reverse("testimony:indicator_mark", kwargs={"code": row.case.code, "pk": row.pk}) + "?turno=2")
    tab.evaluate(SELECT)
    tab.wait_for_function("document.querySelector('#id_words_typed').value")
    assert tab.locator("#id_words_typed").input_value() == "camión"
    tab.locator("#id_code").select_option("vehicle")
    tab.get_by_role("button", name="Marcar este pasaje").click()
    tab.wait_for_load_state()
    mark = Mark.objects.get(layer="segment")
    assert (mark.start, mark.end) == (SAID.rindex("camión"), SAID.rindex("camión") + len("camión"))
