@NullMarked
package dev.edgewise.cli.model;

import org.jspecify.annotations.NullMarked;
