package dev.edgewise.lab.wrong;

/**
 * What came back.
 *
 * @param status of HTTP or gRPC
 * @param code of Edgewise; empty without one
 * @param words for people; empty without any
 */
record Answer(String status, String code, String words) {}
