/** Amazon Bedrock's batch inference: model invocation jobs, with inputs and outputs in S3. */
@NullMarked
package dev.caravan.provider.bedrock;

import org.jspecify.annotations.NullMarked;
