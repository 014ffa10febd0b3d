package io.github.opendcr.benchmarks.server;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * The smallest authorization server: with the registration endpoint that Spring
 * Authorization Server has itself, or with the starter's, or with none.
 */
@SpringBootApplication(proxyBeanMethods = false)
public class EndpointApplication {

	/**
	 * Start the server. Each line that comes in starts it anew within the warm JVM, with
	 * the line in place of the last argument, so that a store in memory is empty again.
	 * It ends with its input, and so with the process that started it.
	 * @param args properties, the port last
	 */
	public static void main(String[] args) throws IOException {
		ConfigurableApplicationContext context = SpringApplication.run(EndpointApplication.class, args);
		BufferedReader input = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
		for (String line = input.readLine(); line != null; line = input.readLine()) {
			context.close();
			args[args.length - 1] = line;
			context = SpringApplication.run(EndpointApplication.class, args);
		}
		context.close();
	}

}
