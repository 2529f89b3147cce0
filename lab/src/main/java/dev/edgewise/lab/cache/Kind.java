package dev.edgewise.lab.cache;

/** How two questions differ. */
enum Kind {
  /** In their words only. */
  PARAPHRASE,
  /** In a number: how many, which year, which invoice. */
  NUMBER,
  /** In how much of something. */
  AMOUNT,
  /** In a unit or currency. */
  UNIT,
  /** One denies what the other says. */
  NEGATION,
  /** One says the opposite. */
  ANTONYM,
  /** In whom or what they are about. */
  ENTITY,
  /** In who does what to whom, or what comes first. */
  ORDER,
  /** In the language that is asked for. */
  LANGUAGE,
  /** In a quoted text. */
  QUOTED,
  /** In what they want to know: when, where. */
  QUESTION
}
