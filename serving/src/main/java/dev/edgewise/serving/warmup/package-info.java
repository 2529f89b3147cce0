/**
 * Brings a freshly loaded model to the speed that it will have, before its node says that it is
 * ready.
 */
@NullMarked
package dev.edgewise.serving.warmup;

import org.jspecify.annotations.NullMarked;
