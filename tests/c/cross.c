/*
 * C's part in tests/cross: reads one JSON document of tokens to mint and to verify from standard
 * input, and writes one of answers.
 */
#include "arguments.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define ROOM 65536

static json_t *refused(tokenseal_status status)
{
    return json_pack("{s:s}", "err", tokenseal_error_name(status));
}

static json_t *mint(const json_t *job)
{
    static char token[ROOM];
    tokenseal_claims claims = claims_of(json_object_get(job, "options"));
    char *json = json_dumps(json_object_get(job, "claims"), JSON_COMPACT);
    int64_t now = json_integer_value(json_object_get(job, "now"));
    tokenseal_key *keys;
    size_t count, len = 0;
    tokenseal_status status = keys_init(job, &keys, &count);
    claims.json.ptr = json;
    claims.json.len = json ? strlen(json) : 0;
    if (status == TOKENSEAL_OK)
        status = tokenseal_jwt_sign(keys, &claims, now, token, sizeof token, &len);
    free(json);
    return status == TOKENSEAL_OK ? json_stringn(token, len) : refused(status);
}

static json_t *verify(const json_t *job)
{
    static char claims[ROOM];
    text token = text_get(job, "token");
    tokenseal_policy policy = policy_of(json_object_get(job, "policy"));
    int64_t now = json_integer_value(json_object_get(job, "now"));
    tokenseal_key *keys;
    size_t count, len;
    tokenseal_status status = keys_init(job, &keys, &count);
    if (status == TOKENSEAL_OK)
        status = tokenseal_jwt_verify(keys, count, token.ptr, token.len, &policy, now, claims,
                                      sizeof claims, &len, NULL);
    return status == TOKENSEAL_OK ? json_pack("{s:o}", "ok", json_stringn(claims, len))
                                  : refused(status);
}

static json_t *answer(const json_t *jobs, json_t *(*to)(const json_t *))
{
    json_t *answers = json_object();
    size_t i;
    for (i = 0; i < json_array_size(jobs); i++) {
        const json_t *job = json_array_get(jobs, i);
        const char *id = json_string_value(json_object_get(job, "id"));
        if (!id)
            broken("a job without id");
        json_object_set_new(answers, id, to(job));
        texts_free();
    }
    return answers;
}

int main(void)
{
    json_error_t error;
    json_t *jobs = json_loadf(stdin, JSON_ALLOW_NUL | JSON_REJECT_DUPLICATES, &error), *answers;
    if (!jobs)
        broken(error.text);
    answers = json_pack("{s:o, s:o}", "minted", answer(json_object_get(jobs, "mint"), mint),
                        "verified", answer(json_object_get(jobs, "verify"), verify));
    json_dumpf(answers, stdout, JSON_COMPACT);
    putchar('\n');
    json_decref(answers);
    json_decref(jobs);
    return 0;
}
