/* The least that verifies a token: how much the static library adds to a program. */
#include <string.h>
#include <tokenseal.h>

int main(int argc, char **argv)
{
    static tokenseal_key key;
    char claims[TOKENSEAL_CLAIMS_LEN(TOKENSEAL_DEFAULT_MAX_TOKEN)];
    size_t len;
    if (argc != 3 || tokenseal_key_init(&key, TOKENSEAL_HS256, argv[1], strlen(argv[1]), NULL, 0) !=
                         TOKENSEAL_OK)
        return 2;
    return tokenseal_jwt_verify(&key, 1, argv[2], strlen(argv[2]), NULL, INT64_C(1700000000000),
                                claims, sizeof claims, &len, NULL) != TOKENSEAL_OK;
}
