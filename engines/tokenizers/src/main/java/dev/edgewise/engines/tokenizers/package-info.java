/**
 * The text embedder MiniLM: DJL's binding of the Hugging Face tokenizers makes numbers of a text,
 * and whatever engine reads ONNX makes a point of them. The binding's native library can be loaded
 * by one class loader of a JVM only, so this belongs on the class path of the program itself.
 */
@NullMarked
package dev.edgewise.engines.tokenizers;

import org.jspecify.annotations.NullMarked;
