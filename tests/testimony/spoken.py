"""An interview about an ordinary day, invented."""

WORDS = """E: Hola, soy Iris. Hoy vamos a platicar del día del paseo.
N: Hola.
E: Cuéntame todo lo que pasó ese día.
N: Fuimos al parque con la maestra y perdí mi mochila. Había un señor con una cámara.
E: ¿Y qué pasó después?
N: Me subí al camión y lloré porque la mochila era de mi hermana.
E: ¿La mochila era azul o roja?
N: Azul.
E: ¿El chofer te regañó, verdad?
N: Sí.
E: Gracias por platicar conmigo.
N: De nada.
"""
