/**
 * A sample that finds faces in pictures: a light model at the edge answers most calls, a heavy one
 * in the cloud those where the first is unsure.
 *
 * <p>Both models are MediaPipe's face detectors. What they put out is not boxes but numbers
 * relative to a grid of anchors; the path is {@code Picture} (decode) → {@code LetterBox} (fit into
 * the model's square) → model → {@code BoxDecoder} over {@code Anchors} → {@code
 * NonMaximumSuppression} → back through the letter-box into pixels of the source.
 */
@NullMarked
package dev.edgewise.samples.vision;

import org.jspecify.annotations.NullMarked;
