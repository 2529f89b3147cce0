/**
 * Numbers of fields: where they come from, the file that keeps them ({@code edgewise.lock}), and
 * the tool that updates it. The processor only reads that file.
 */
@NullMarked
package dev.edgewise.processor.lock;

import org.jspecify.annotations.NullMarked;
