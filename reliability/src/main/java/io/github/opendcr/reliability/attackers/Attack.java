package io.github.opendcr.reliability.attackers;

import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * What one kind of attacker does with each connection, again and again.
 *
 * @param name what it is called
 * @param connections how many are open at a time
 * @param opening what is sent at first
 * @param drip what is sent again and again, nothing if it is empty
 * @param pause between two drips, in milliseconds
 * @param end what the server does about it
 */
record Attack(String name, int connections, byte[] opening, byte[] drip, int pause, End end) {

	/**
	 * How a server gets rid of an attacker.
	 */
	enum End {

		/** It closes the connection, without an answer. */
		CLOSED,

		/** It refuses the request. */
		REFUSED,

		/** It lets the connection be, which takes nothing but memory. */
		NONE

	}

	private static final byte[] NOTHING = {};

	private static final String HOST = " HTTP/1.1\r\nHost: localhost\r\n";

	private static final String POST = "POST /oauth2/register" + HOST + "Content-Type: application/json\r\n";

	private static final int IDLE = 10_000;

	private static final int MANY = 20;

	private static final int HUGE = 200_000;

	/** Fewer than the threads that Tomcat has by default. */
	private static final int FEWER_THAN_THREADS = 150;

	/**
	 * Return those who send nothing.
	 */
	static Attack idle() {
		return new Attack(IDLE + " idle connections", IDLE, NOTHING, NOTHING, 0, End.CLOSED);
	}

	/**
	 * Return the others.
	 */
	static List<Attack> others() {
		return List.of(slow(1000, "slow heads", "GET /oauth2/register" + HOST + "X-Slow: "),
				slow(FEWER_THAN_THREADS, "slow bodies", POST + "Content-Length: 30000\r\n\r\n{\"client_name\":\""),
				huge("huge headers", "GET /oauth2/register" + HOST + "X-Huge: " + "a".repeat(HUGE) + "\r\n\r\n"),
				huge("many headers", "GET /oauth2/register" + HOST + "X-1: a\r\n".repeat(1000) + "\r\n"),
				huge("long paths", "GET /oauth2/register/" + "a".repeat(HUGE) + HOST + "\r\n"),
				huge("huge bodies", POST + "Content-Length: " + HUGE + "\r\n\r\n" + " ".repeat(HUGE)),
				new Attack(MANY + " bodies without end", MANY, bytes(POST + "Transfer-Encoding: chunked\r\n\r\n"),
						bytes("1000\r\n" + " ".repeat(0x1000) + "\r\n"), 5, End.REFUSED));
	}

	private static Attack slow(int connections, String name, String opening) {
		return new Attack(connections + " " + name, connections, bytes(opening), bytes("a"), 1000, End.NONE);
	}

	private static Attack huge(String name, String opening) {
		return new Attack(MANY + " times " + name, MANY, bytes(opening), NOTHING, 0, End.REFUSED);
	}

	private static byte[] bytes(String text) {
		return text.getBytes(StandardCharsets.US_ASCII);
	}

}
