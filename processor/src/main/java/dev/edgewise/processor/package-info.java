/**
 * The annotation processor: scan, model, check, write. It reads interfaces and records that carry
 * Edgewise's annotations and writes what a remote call needs: codecs, stubs, descriptions of
 * services and bodies, indexes, the schema.
 */
@NullMarked
package dev.edgewise.processor;

import org.jspecify.annotations.NullMarked;
