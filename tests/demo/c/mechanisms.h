/*
 * The three mechanisms, as the first service has them: see python/mechanisms.py. Each handler
 * answers, or says why not.
 */
#ifndef DEMO_MECHANISMS_H
#define DEMO_MECHANISMS_H

#include "exchange.h"

/* 1: the state is in the browser, sealed. */
tokenseal_status preference_read(exchange *e);
tokenseal_status preference_choose(exchange *e);

/* 2: the state is in the store. */
tokenseal_status session_log_in(exchange *e);
tokenseal_status session_who(exchange *e);
tokenseal_status session_visit(exchange *e);
tokenseal_status session_log_out(exchange *e);
tokenseal_status session_log_out_everywhere(exchange *e);

/* 3: the state is in the client; one record a login is in the store. */
tokenseal_status token_log_in(exchange *e);
tokenseal_status token_who(exchange *e);
tokenseal_status token_quick(exchange *e);
tokenseal_status token_refresh(exchange *e);
tokenseal_status token_log_out(exchange *e);
tokenseal_status token_log_out_everywhere(exchange *e);

#endif
