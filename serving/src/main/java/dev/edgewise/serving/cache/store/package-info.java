/** Where results are kept: tiers over memory, disk, and what nodes share. */
@NullMarked
package dev.edgewise.serving.cache.store;

import org.jspecify.annotations.NullMarked;
