/**
 * The pages that users see at the authorization endpoint: the one on which they decide,
 * and the one that says why they can't go on.
 */
@NullMarked
package io.github.opendcr.pages;

import org.jspecify.annotations.NullMarked;
