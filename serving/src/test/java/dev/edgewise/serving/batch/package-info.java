/** Tests of batching. */
@NullMarked
package dev.edgewise.serving.batch;

import org.jspecify.annotations.NullMarked;
