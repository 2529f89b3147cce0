@NullMarked
package dev.edgewise.orchestrator.http.page;

import org.jspecify.annotations.NullMarked;
