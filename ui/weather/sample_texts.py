"""Texts to begin with: the same thing said in Spanish and in English, and a third to be told."""

TEXTS = {
    "a": (
        "Cada mañana la ciudad manda un mensaje corto: hoy hay sol, está nublado o llueve. Como el sol es frecuente, "
        "le dimos una palabra breve, y a la tormenta, que casi nunca llega, una larga. Así el año entero cabe en menos "
        "bits. Si la otra ciudad usa nuestro código, paga de más, porque allá llueve mucho y su lluvia recibió aquí una "
        "palabra larga. Lo que sobra tiene nombre y se puede medir."
    ),
    "b": (
        "Every morning the town sends a short message: today the sun shines, or there are clouds, or it rains. Since the "
        "sun is frequent we gave it a brief word, and the storm, which hardly ever comes, got a long one. So the whole "
        "year fits into fewer bits. When the other town uses our code it pays too much, because it rains a lot over there "
        "and rain was given a long word here. What is left over has a name and can be measured."
    ),
    "c": "¿En qué idioma está escrita esta frase? El código más barato lo sabe sin leer el diccionario.",
}
