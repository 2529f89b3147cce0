/**
 * Writes: Java sources, the schema as text, descriptor sets, index files. Pure functions from the
 * numbered model to text and bytes, which trust that somebody checked the model; the only package
 * that knows JavaPoet and protobuf's types.
 */
@NullMarked
package dev.edgewise.processor.emit;

import org.jspecify.annotations.NullMarked;
