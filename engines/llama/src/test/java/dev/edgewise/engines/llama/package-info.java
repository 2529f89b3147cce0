/** Tests of the engine llama. */
@NullMarked
package dev.edgewise.engines.llama;

import org.jspecify.annotations.NullMarked;
