/** Amazon Bedrock's model invocation jobs, at /simulator/bedrock; their inputs and outputs are in S3. */
@NullMarked
package dev.caravan.simulator.bedrock;

import org.jspecify.annotations.NullMarked;
