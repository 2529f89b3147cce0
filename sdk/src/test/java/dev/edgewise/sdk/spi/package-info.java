/** Tests of the reader and writer that generated codecs use. */
@NullMarked
package dev.edgewise.sdk.spi;

import org.jspecify.annotations.NullMarked;
