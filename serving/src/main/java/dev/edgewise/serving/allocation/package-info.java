/**
 * Decides which models are in memory: a budget, an eviction by what a model is worth, and a guard
 * against models that throw each other out. Policy is pure; one class loads.
 */
@NullMarked
package dev.edgewise.serving.allocation;

import org.jspecify.annotations.NullMarked;
