import { RemovalPolicy } from "aws-cdk-lib";
import { Secret } from "aws-cdk-lib/aws-secretsmanager";
import { Construct } from "constructs";
import { acknowledge } from "./acknowledge.ts";

/**
 * Signs the cursors that clients get and the links in mails, and hides the codes that phones are sent. CloudFormation resolves
 * it into the functions' variables, so that no request pays for reading it and no function needs a permission. A new one makes
 * clients start their page walk again, and the links of older mails say that they are no longer valid.
 */
export class SigningSecret extends Construct {
  /** For a variable's value. */
  readonly reference: string;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    const secret = new Secret(this, "Secret", {
      description: "Signs the cursors of Tieup's API and the links in its mails",
      generateSecretString: { passwordLength: 43, excludePunctuation: true },
      removalPolicy: RemovalPolicy.DESTROY,
    });
    acknowledge(secret, {
      "AwsSolutions-SMG4": "It guards page positions and unsubscribing, no data, and a new one would break sent links",
    });
    this.reference = secret.secretValue.unsafeUnwrap();
  }
}
