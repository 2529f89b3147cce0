package dev.edgewise.serving.text;

/**
 * How the next token is chosen.
 *
 * @param temperature 0 to 2; 0 takes the likeliest
 * @param topP of the likeliest tokens those that have this probability together, more than 0 to 1
 * @param topK so many of the likeliest; 0 is all
 * @param seed the root of all chance
 * @param frequencyPenalty taken from a token's logit for each time that it was written
 * @param presencePenalty taken once from the logit of what was written
 */
record Choice(
    double temperature,
    double topP,
    int topK,
    long seed,
    double frequencyPenalty,
    double presencePenalty) {
  boolean isGreedy() {
    return temperature == 0;
  }
}
