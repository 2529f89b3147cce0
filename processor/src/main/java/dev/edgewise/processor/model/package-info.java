/**
 * What a compilation says, as plain records: services, their methods and messages, bodies. Nothing
 * here knows the compiler that it came from or the files that will be made of it; a place in the
 * source is an opaque {@link dev.edgewise.processor.model.SourceRef}.
 */
@NullMarked
package dev.edgewise.processor.model;

import org.jspecify.annotations.NullMarked;
