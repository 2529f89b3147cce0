package dev.edgewise.orchestrator.http;

import dev.edgewise.core.ErrorCode;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What a caller of the gateway sends, and what it can be sent. Pure.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9110#section-12.5.1">RFC 9110, Accept</a>
 */
final class MediaTypes {
  static final String JSON = "application/json";
  static final String NDJSON = "application/x-ndjson";
  static final String EVENTS = "text/event-stream";

  private MediaTypes() {}

  /** What is wrong with how a body of JSON is packed; empty when it is not. */
  static Optional<Problem> packed(List<String> contentEncodings) {
    return contentEncodings.stream()
            .map(String::strip)
            .allMatch(encoding -> encoding.isEmpty() || encoding.equalsIgnoreCase("identity"))
        ? Optional.empty()
        : refused(
            "Content-Encoding is not read here. Send the JSON as it is, without compression.");
  }

  /** What is wrong with how a body is called; empty when it is JSON. */
  static Optional<Problem> notJson(List<String> contentTypes) {
    if (contentTypes.size() != 1) {
      return refused(
          (contentTypes.isEmpty() ? "There is no Content-Type. " : "Content-Type stands twice. ")
              + "Send JSON, and say so: Content-Type: application/json");
    }
    String[] parts = contentTypes.get(0).split(";", -1);
    if (!parts[0].strip().equalsIgnoreCase(JSON)) {
      return refused(
          "The Content-Type is not application/json. Send JSON, and say so: Content-Type:"
              + " application/json");
    }
    for (int i = 1; i < parts.length; i++) {
      String parameter = parts[i].strip().toLowerCase(Locale.ROOT);
      if (parameter.startsWith("charset=")
          && !parameter.substring("charset=".length()).replace("\"", "").equals("utf-8")) {
        return refused("JSON is UTF-8 here, and no other charset. Encode it so, and say nothing.");
      }
    }
    return Optional.empty();
  }

  private static Optional<Problem> refused(String detail) {
    return Optional.of(new Problem(415, ErrorCode.NOT_ACCEPTED, detail));
  }

  /**
   * The first of {@code offered} that the caller likes best; empty when it takes none.
   *
   * @param accepts all {@code Accept} headers; none stands for anything
   */
  static Optional<String> choose(List<String> accepts, List<String> offered) {
    if (accepts.isEmpty()) {
      return Optional.of(offered.get(0));
    }
    String chosen = "";
    double best = 0;
    for (String type : offered) {
      double quality = quality(String.join(",", accepts), type);
      if (quality > best) {
        best = quality;
        chosen = type;
      }
    }
    return Optional.of(chosen).filter(type -> !type.isEmpty());
  }

  /** How much the caller likes a type, from 0 to 1: what names it best counts. */
  private static double quality(String accept, String type) {
    double quality = 0;
    int precision = -1;
    for (String range : accept.split(",", -1)) {
      String[] parts = range.strip().toLowerCase(Locale.ROOT).split(";", -1);
      int match = precision(parts[0].strip(), type);
      if (match > precision) {
        precision = match;
        quality = weight(parts);
      }
    }
    return quality;
  }

  private static int precision(String range, String type) {
    if (range.equals(type)) {
      return 2;
    }
    if (range.equals(type.substring(0, type.indexOf('/')) + "/*")) {
      return 1;
    }
    return range.equals("*/*") ? 0 : -1;
  }

  private static double weight(String[] parts) {
    for (int i = 1; i < parts.length; i++) {
      String parameter = parts[i].strip();
      if (parameter.startsWith("q=")) {
        String weight = parameter.substring(2);
        return weight.matches("(0(\\.[0-9]{0,3})?)|(1(\\.0{0,3})?)")
            ? Double.parseDouble(weight)
            : 0;
      }
    }
    return 1;
  }
}
