/**
 * What the templates in {@code src/main/jte} show. Public for the classes that are made
 * of the templates alone.
 */
@NullMarked
package io.github.opendcr.console.view;

import org.jspecify.annotations.NullMarked;
