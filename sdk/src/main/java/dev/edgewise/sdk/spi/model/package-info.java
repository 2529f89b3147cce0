/**
 * The messages by which served models are called, as plain values: records for those of {@code
 * edgewise/v1/models.proto}, their codecs, and the methods of a model's service.
 */
@NullMarked
package dev.edgewise.sdk.spi.model;

import org.jspecify.annotations.NullMarked;
