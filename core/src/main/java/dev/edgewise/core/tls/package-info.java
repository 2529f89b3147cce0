/**
 * Who a peer is, by its certificate, and the files that say who this process is. Texts are
 * understood by pure functions; one thin class reads the files.
 */
@NullMarked
package dev.edgewise.core.tls;

import org.jspecify.annotations.NullMarked;
