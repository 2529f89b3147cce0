/** Models of tensors over an engine that adds numbers. */
@NullMarked
package dev.edgewise.serving.host;

import org.jspecify.annotations.NullMarked;
