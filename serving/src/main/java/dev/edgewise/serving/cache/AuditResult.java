package dev.edgewise.serving.cache;

/**
 * What computing served answers once more came to.
 *
 * @param judged answers that were compared
 * @param wrong those of them that were wrong
 * @param unknown those that could not be computed
 */
public record AuditResult(long judged, long wrong, long unknown) {}
