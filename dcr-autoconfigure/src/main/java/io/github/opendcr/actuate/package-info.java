/**
 * What operators do and see by Actuator: the endpoints {@code dcrclients},
 * {@code dcrtokens}, {@code dcrstatements} and {@code dcrdocuments}, metrics, health and
 * audit events. A request enters at one of the endpoints ({@code ClientsEndpoint} and its
 * like), which read parameters and call what an application could call as well.
 * {@code OperationsConfiguration} declares the beans, the only ones that another room
 * than {@code autoconfigure} wires.
 */
@NullMarked
package io.github.opendcr.actuate;

import org.jspecify.annotations.NullMarked;
