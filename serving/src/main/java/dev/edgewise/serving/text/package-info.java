/**
 * Texts that a language model writes: from a prompt to tokens, from logits to a token, from tokens
 * to characters, and whose turn it is; what goes on after another node is the same text.
 */
@NullMarked
package dev.edgewise.serving.text;

import org.jspecify.annotations.NullMarked;
