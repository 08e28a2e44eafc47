// gorilla/securecookie as a peer: one JSON document in, one out.
//
//	apt-get install golang-go golang-github-gorilla-securecookie-dev
//	GO111MODULE=off GOPATH=/usr/share/gocode go run mint.go <version> < jobs.json
package main

import (
	"encoding/hex"
	"encoding/json"
	"os"
	"reflect"
	"unsafe"

	"github.com/gorilla/securecookie"
)

type job struct {
	ID      string `json:"id"`
	Dialect struct {
		Secrets []string `json:"secrets_hex"`
	} `json:"dialect"`
	Name   string `json:"name"`
	Value  string `json:"value_hex"`
	Text   string `json:"text"`
	MaxAge *int   `json:"max_age_ms"`
	Now    int64  `json:"now"`
}

type answer struct {
	OK  *string `json:"ok,omitempty"`
	Err string  `json:"err,omitempty"`
}

func unhex(digits string) []byte {
	data, err := hex.DecodeString(digits)
	if err != nil {
		panic(err)
	}
	return data
}

func codecs(given job) []securecookie.Codec {
	var found []securecookie.Codec
	for _, secret := range given.Dialect.Secrets {
		codec := securecookie.New(unhex(secret), nil).SetSerializer(securecookie.NopEncoder{})
		codec.MaxAge(0)
		if given.MaxAge != nil {
			codec.MaxAge(*given.MaxAge / 1000)
		}
		// The clock of the jobs is theirs, and the field that holds it is private.
		field := reflect.ValueOf(codec).Elem().FieldByName("timeFunc")
		clock := func() int64 { return given.Now / 1000 }
		reflect.NewAt(field.Type(), unsafe.Pointer(field.UnsafeAddr())).Elem().Set(reflect.ValueOf(clock))
		found = append(found, codec)
	}
	return found
}

func open(given job) answer {
	var value []byte
	if err := securecookie.DecodeMulti(given.Name, given.Text, &value, codecs(given)...); err != nil {
		return answer{Err: err.Error()}
	}
	digits := hex.EncodeToString(value)
	return answer{OK: &digits}
}

func main() {
	var jobs struct {
		Seal []job `json:"seal"`
		Open []job `json:"open"`
	}
	if err := json.NewDecoder(os.Stdin).Decode(&jobs); err != nil {
		panic(err)
	}
	sealed, opened := map[string]string{}, map[string]answer{}
	for _, given := range jobs.Seal {
		text, err := securecookie.EncodeMulti(given.Name, unhex(given.Value), codecs(given)...)
		if err != nil {
			panic(err)
		}
		sealed[given.ID] = text
	}
	for _, given := range jobs.Open {
		opened[given.ID] = open(given)
	}
	versions := map[string]string{"gorilla/securecookie": os.Args[1]}
	answers := map[string]interface{}{"versions": versions, "sealed": sealed, "opened": opened}
	if err := json.NewEncoder(os.Stdout).Encode(answers); err != nil {
		panic(err)
	}
}
