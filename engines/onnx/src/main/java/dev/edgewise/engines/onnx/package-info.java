/** ONNX Runtime behind {@link dev.edgewise.core.model.ModelEngine}. */
@NullMarked
package dev.edgewise.engines.onnx;

import org.jspecify.annotations.NullMarked;
