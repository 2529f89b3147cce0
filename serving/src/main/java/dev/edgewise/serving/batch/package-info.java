/**
 * Merges calls that wait for one accelerator or processor into batches: which lane runs next, how
 * many of its calls run together, and which calls are told at once that they would be late.
 */
@NullMarked
package dev.edgewise.serving.batch;

import org.jspecify.annotations.NullMarked;
