#pragma once

#include <openssl/err.h>
#include <openssl/sha.h>
#include <openssl/ssl.h>
