/** What applications see. */
@NullMarked
package dev.edgewise.sdk.api;

import org.jspecify.annotations.NullMarked;
