/** Tests with the two real face models and with small models written on the spot. */
@NullMarked
package dev.edgewise.engines.tflite;

import org.jspecify.annotations.NullMarked;
