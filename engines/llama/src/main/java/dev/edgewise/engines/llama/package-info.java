/**
 * llama.cpp behind {@link dev.edgewise.core.model.LanguageModelEngine}: the C API of the native
 * library in {@code de.kherud:llama}, through {@code java.lang.foreign}.
 */
@NullMarked
package dev.edgewise.engines.llama;

import org.jspecify.annotations.NullMarked;
