/**
 * The only thing of Edgewise that generated code names, beside {@code core} and {@code
 * annotations}: codecs with their reader and writer, what a service, a method and a body are, and
 * the seam through which a stub makes its calls. Users never touch it.
 */
@NullMarked
package dev.edgewise.sdk.spi;

import org.jspecify.annotations.NullMarked;
