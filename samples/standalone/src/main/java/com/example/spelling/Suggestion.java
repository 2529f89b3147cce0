package com.example.spelling;

/**
 * What the service answers. A record is all that a payload needs to be; its codec is written by the
 * annotation processor.
 *
 * @param word the nearest word
 * @param distance letters to change, add or remove
 */
public record Suggestion(String word, int distance) {}
