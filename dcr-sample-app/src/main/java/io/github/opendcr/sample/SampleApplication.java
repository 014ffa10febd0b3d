package io.github.opendcr.sample;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/**
 * An authorization server as an application would have it, with dynamic client
 * registration added by the starter and the {@code dcr.*} properties of
 * {@code application.yml}. Nothing in this application's code registers clients.
 */
@SpringBootApplication
public class SampleApplication {

	/**
	 * Start the server.
	 * @param args properties such as {@code --dcr.permission=authenticated}
	 */
	public static void main(String[] args) {
		SpringApplication.run(SampleApplication.class, args);
	}

}
