import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { subscriberTable } from "../../functions/aws/catalog-table.ts";
import type { Table } from "../../functions/aws/table.ts";
import { collect } from "../../functions/aws/versioned-rows.ts";
import type { Subscriber } from "../../lib/alerting/subscriber.ts";
import { crashAfterWrites } from "../support/crashing-client.ts";
import { type LocalTables, startTables } from "../support/local-aws.ts";
import { allPages, anEndpoint, aSubscriber, ids, winners } from "./catalog-rows.ts";

let local: LocalTables;
let catalog: Table;

beforeAll(async () => {
  local = await startTables();
  catalog = local.tables.Catalog;
});
afterAll(() => local.stop());

describe("subscribers", () => {
  test("come back as they were put; absent ones are null; of two replacements one wins", async () => {
    const { createSubscriber, readSubscriber, replaceSubscriber, removeSubscriber } = subscriberTable(catalog);
    const subscriber = aSubscriber();
    expect(await readSubscriber(subscriber.id)).toBeNull();
    expect(await winners([createSubscriber(subscriber), createSubscriber(subscriber)])).toBe(1);
    expect(await readSubscriber(subscriber.id)).toEqual({ value: subscriber, version: 1 });
    const english: Subscriber = { ...subscriber, language: "en" };
    expect(await winners([replaceSubscriber(english, 1), replaceSubscriber(english, 1)])).toBe(1);
    await removeSubscriber(subscriber.id);
    await removeSubscriber(subscriber.id);
    expect(await readSubscriber(subscriber.id)).toBeNull();
  });

  test("are listed by owner, without their endpoints among them", async () => {
    const subscribers = subscriberTable(catalog);
    const mine = Array.from({ length: 3 }, () => aSubscriber({ owner: "lister" }));
    for (const subscriber of mine) {
      await subscribers.createSubscriber(subscriber);
      await subscribers.createEndpoint(anEndpoint({ subscriberId: subscriber.id }));
    }
    expect(ids(await allPages((page) => subscribers.subscribersOf("lister", page), 2))).toEqual(ids(mine));
  });
});

describe("endpoints", () => {
  test("are found by their id alone and by their subscriber", async () => {
    const { createEndpoint, endpointById, endpointsOf } = subscriberTable(catalog);
    const endpoint = anEndpoint();
    const phone = anEndpoint({ subscriberId: endpoint.subscriberId, channel: "sms", address: "+4915112345678" });
    expect(await createEndpoint(endpoint)).toBe(true);
    expect(await createEndpoint(phone)).toBe(true);
    expect(await endpointById(phone.id)).toEqual(phone);
    expect(ids(await endpointsOf(endpoint.subscriberId))).toEqual(ids([endpoint, phone]));
    expect(await endpointsOf("nobody")).toEqual([]);
    expect(await endpointById("nobody")).toBeNull();
  });

  test("twice and concurrently: one is made, and a repeat does not take back what is known of it", async () => {
    const { createEndpoint, endpointById, setState, setTopic } = subscriberTable(catalog);
    const endpoint = anEndpoint();
    expect(await winners(Array.from({ length: 5 }, () => createEndpoint(endpoint)))).toBe(1);
    await Promise.all([setTopic(endpoint.id, "arn:aws:sns:eu-central-1:1:t"), setState(endpoint.id, "confirmed")]);
    expect(await createEndpoint(endpoint)).toBe(false);
    const stored = { ...endpoint, topicArn: "arn:aws:sns:eu-central-1:1:t", state: "confirmed" };
    expect(await endpointById(endpoint.id)).toEqual(stored);
    expect(await setState("nobody", "confirmed")).toBe(false);
    expect(await endpointById("nobody")).toBeNull();
  });

  test("switched off, say why, until their state is set; an invitation and a topic given up are known of them", async () => {
    const { createEndpoint, endpointById, setInvited, setState, switchOff, ...topics } = subscriberTable(catalog);
    const endpoint = anEndpoint();
    await createEndpoint(endpoint);
    const off = { because: "bounced", at: "2024-07-01T10:00:00.000Z", detail: "550 user unknown" } as const;
    expect(await switchOff(endpoint.id, off)).toBe(true);
    expect(await switchOff(endpoint.id, off)).toBe(true);
    expect(await endpointById(endpoint.id)).toEqual({ ...endpoint, state: "unsubscribed", off });
    await setState(endpoint.id, "pending");
    await setInvited(endpoint.id, "2024-07-02T10:00:00.000Z");
    const topicArn = "arn:aws:sns:eu-central-1:1:t";
    await topics.setTopic(endpoint.id, topicArn);
    await topics.leaveTopic(endpoint.id, topicArn);
    const invited = { ...endpoint, state: "pending", invitedAt: "2024-07-02T10:00:00.000Z", topicArn: null };
    expect(await endpointById(endpoint.id)).toEqual({ ...invited, formerTopicArn: topicArn });
    for (let times = 0; times < 2; times++) expect(await topics.topicRemoved(endpoint.id)).toBe(true);
    expect(await endpointById(endpoint.id)).toEqual(invited);
    await topics.leaveTopic(endpoint.id, topicArn);
    await topics.setTopic(endpoint.id, topicArn);
    expect(await endpointById(endpoint.id)).toEqual({ ...invited, topicArn });
    expect([await topics.leaveTopic("nobody", topicArn), await topics.topicRemoved("nobody")]).toEqual([false, false]);
    expect([await switchOff("nobody", off), await setInvited("nobody", "x")]).toEqual([false, false]);
  });

  test("are all listed for the reconciliation, with what became known of them", async () => {
    const { createEndpoint, setState, allEndpoints } = subscriberTable(catalog);
    const many = Array.from({ length: 30 }, () => anEndpoint());
    for (const endpoint of many) await createEndpoint(endpoint);
    await setState(many[0]?.id ?? "", "confirmed");
    const listed = await collect(allEndpoints());
    expect(ids(listed)).toEqual(expect.arrayContaining(ids(many)));
    expect(listed.find(({ id }) => id === many[0]?.id)?.state).toBe("confirmed");
  });

  test("a crash between the two writes of a creation leaves nothing to be found, and the repeat makes it", async () => {
    const { createEndpoint, endpointById, endpointsOf } = subscriberTable(catalog);
    const endpoint = anEndpoint();
    await crashAfterWrites(local.client, 1, () => createEndpoint(endpoint));
    expect(await endpointById(endpoint.id)).toBeNull();
    expect(await endpointsOf(endpoint.subscriberId)).toEqual([]);
    expect(await createEndpoint(endpoint)).toBe(true);
    expect(await endpointsOf(endpoint.subscriberId)).toEqual([endpoint]);
  });

  test("a crash between the two writes of a removal leaves nothing to be found, and the repeat is no fault", async () => {
    const { createEndpoint, removeEndpoint, endpointById, endpointsOf } = subscriberTable(catalog);
    const endpoint = anEndpoint();
    await createEndpoint(endpoint);
    await crashAfterWrites(local.client, 1, () => removeEndpoint(endpoint));
    expect(await endpointById(endpoint.id)).toBeNull();
    expect(await endpointsOf(endpoint.subscriberId)).toEqual([]);
    await removeEndpoint(endpoint);
    expect(await endpointById(endpoint.id)).toBeNull();
  });
});
