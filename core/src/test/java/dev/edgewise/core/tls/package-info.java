/** Tests of identities and of the files that say them. */
@NullMarked
package dev.edgewise.core.tls;

import org.jspecify.annotations.NullMarked;
