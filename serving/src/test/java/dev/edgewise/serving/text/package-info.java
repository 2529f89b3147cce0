/** Tests of texts. */
@NullMarked
package dev.edgewise.serving.text;

import org.jspecify.annotations.NullMarked;
