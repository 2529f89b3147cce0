@NullMarked
package dev.edgewise.engines.onnx;

import org.jspecify.annotations.NullMarked;
